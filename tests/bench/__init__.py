"""What the prepaid ledger costs, next to what the bare database takes in the same run; started by bin/bench."""

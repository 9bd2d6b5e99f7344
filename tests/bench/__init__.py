"""What ledger and tariffs cost, next to what the bare database or Odoo itself takes in the same run; started by bin/bench."""

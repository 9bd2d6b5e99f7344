"""Load: bursts of users on one account and on many. The long forms are started by bin/drill."""

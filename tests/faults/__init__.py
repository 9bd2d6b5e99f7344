"""Faults: a model of the ledger, crashes, mutants. The long forms are started by bin/drill."""

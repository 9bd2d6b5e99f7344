"""The long forms of tests/faults, tests/load and tests/bench; started by bin/drill and bin/bench."""

from . import (
    test_core_cases,
    test_core_mutants,
)

from . import (
    test_core_cases,
)

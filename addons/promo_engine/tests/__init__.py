from . import (
    test_campaign,
    test_core_cases,
    test_core_engine,
    test_core_laws,
    test_core_mutants,
    test_limits_race,
    test_order,
    test_parts,
    test_proof,
    test_voucher,
)

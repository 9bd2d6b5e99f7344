from . import (
    test_access,
    test_carrier,
    test_core_cases,
    test_core_fees,
    test_core_laws,
    test_core_tariff,
    test_fee_rule,
    test_import,
    test_messages,
    test_quoting,
    test_version_flow,
)

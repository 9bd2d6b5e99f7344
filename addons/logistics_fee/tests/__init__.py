from . import test_core_tariff, test_core_fees

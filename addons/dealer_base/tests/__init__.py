from . import test_core_money

from . import test_core_settlement, test_order_flow
from . import test_core_returns, test_return, test_return_access

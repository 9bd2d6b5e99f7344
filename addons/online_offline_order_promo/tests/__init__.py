from . import test_dealer_order

from . import (
    test_accounts,
    test_bought,
    test_cash_back,
    test_condition_paid,
    test_dealer_gift,
    test_dealer_order,
    test_dealer_return,
    test_freight,
    test_price_copy,
    test_promo_api,
    test_promo_order_tour,
)

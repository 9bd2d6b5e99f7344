from . import (
    dealer_return,
    dealer_return_gift,
    promo_campaign,
    promo_promise,
    res_company,
    sale_order,
    sale_order_gift,
    sale_order_line,
    sale_order_price,
    sale_order_unused,
    sale_order_what_if,
    stock_picking,
)

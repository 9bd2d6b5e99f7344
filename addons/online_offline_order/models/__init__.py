from . import (
    account_move,
    dealer_exception,
    dealer_exception_read,
    dealer_import_stock,
    dealer_order_carrier,
    dealer_order_freight,
    dealer_order_reason,
    dealer_return,
    dealer_return_api,
    dealer_return_bearer,
    dealer_return_flow,
    dealer_return_kind,
    dealer_return_line,
    dealer_return_money,
    dealer_return_order,
    dealer_return_picking,
    dealer_return_reason,
    dealer_return_wizard,
    dealer_settings_exception,
    dealer_settings_order,
    dealer_settlement,
    dealer_settlement_line,
    logistics_bearer_rule,
    logistics_bill,
    logistics_contract_version,
    logistics_fee_rule,
    logistics_parcel,
    mail_message,
    prepaid_account,
    prepaid_account_close,
    prepaid_gate,
    product_product,
    product_stock,
    res_company,
    res_company_exception,
    res_company_return,
    sale_advance_payment_inv,
    sale_order,
    sale_order_api,
    sale_order_bearer,
    sale_order_editors,
    sale_order_flow,
    sale_order_line,
    sale_order_line_loyalty,
    sale_order_loyalty,
    sale_order_settlement,
    sale_order_missing,
    sale_order_freight,
    sale_order_shipment,
    sale_order_timeline,
    stock_move,
    stock_move_line,
    stock_picking,
)

# How orders are paid extends the files above.
from . import dealer_import_receipts, prepaid_receipt, sale_order_payment, sale_order_receipt, sale_order_method, stock_picking_term, dealer_return_term
from . import sale_order_funded, sale_order_funding, stock_picking_funding, stock_picking_release, res_company_weight, stock_picking_weight, sale_order_weight
from . import dealer_return_freight, sale_order_parcel, stock_picking_parcel
from . import sale_order_address, sale_order_declared, sale_order_ability, stock_picking_declared, stock_picking_usual
from . import res_company_rest, sale_order_rate_again, sale_order_more_hold, sale_order_carrier, sale_order_proof, sale_order_rest

# Companies that book by the day, and the month's checklist.
from . import dealer_return_batch, prepaid_entry_batch, prepaid_entry_formula, prepaid_month_close, prepaid_month_item, stock_move_batch, stock_picking_batch
# Carrier cost accrued at the month's end.
from . import dealer_settings_carrier, prepaid_month_carrier, prepaid_month_carrier_item, res_company_carrier
# A weight that the carrier found, settled with the dealer.
from . import logistics_bill_line, res_company_true_up
# Income that counts when goods have arrived.
from . import prepaid_gl_batch, sale_order_arrival, stock_picking_goods
# Return postage that HQ bears.
from . import dealer_return_postage, dealer_return_settle
# Parcels that were lost, refused, late, wrong or damaged.
from . import dealer_parcel_case, dealer_parcel_case_line, dealer_parcel_case_flow, dealer_parcel_case_claim
from . import logistics_parcel_case, res_company_case, sale_order_case, stock_move_case, stock_picking_case
# Goods are looked at before their money is settled.
from . import dealer_return_inspection, dealer_defect, dealer_return_inspect, dealer_return_back, dealer_return_class
from . import dealer_settings_aftersales, res_company_inspection

# Who tried what he may not.
from . import dealer_refusal_log

# What changes an order after its submit.
from . import dealer_order_document_mixin, res_company_numbers
from . import dealer_cancel_request, sale_order_steps, sale_order_revoke, sale_order_cancel, stock_picking_unpack
from . import res_company_gate, dealer_settings_gate, sale_order_amend, sale_order_amend_part, dealer_order_amendment, dealer_order_amendment_line
from . import sale_order_special, sale_order_line_special, dealer_price_request, dealer_price_request_line, sale_order_gate
from . import sale_order_better_price, dealer_price_version_orders, sale_order_correct, dealer_order_correction, prepaid_adjustment_correction

# What a top-up brings about.
from . import prepaid_account_pressure, prepaid_account_released
from . import prepaid_pair
from . import logistics_version_report
from . import logistics_fee_rule_impact, prepaid_account_bills, prepaid_account_impact
from . import prepaid_check

# What goods cost is not for everybody.
from . import account_move_line_cost, delivery_carrier_cost, product_value, stock_cost_lot, stock_cost_move, stock_cost_product, stock_cost_quant
# Who sees what.
from . import res_partner_consumer, sale_order_consumer
from . import res_company_sight, sale_order_sight, sale_order_line_sight, stock_picking_sight, dealer_settlement_line_sight
from . import dealer_return_sight, dealer_return_line_sight
from . import dealer_return_lots
from . import sale_order_rep, sale_order_line_rep, res_users

# What a dealer wants to be asked about before his money is used.
from . import sale_order_brake

# How the receipt of goods is confirmed.
from . import dealer_order_arrival, res_company_receipt, sale_order_received, sale_order_follow
# What the warehouse prints.
from . import delivery_carrier_label, logistics_parcel_label, stock_picking_papers

# How goods reach the customer.
from . import dealer_handover, dealer_settings_way, res_company_way, sale_order_way, sale_order_amend_way, stock_picking_handover
# Scanned, counted and handed over.
from . import dealer_manifest, dealer_manifest_line, dealer_scan, logistics_parcel_manifest, res_company_scan, stock_move_scan, stock_picking_scan
# What the carrier takes of what was packed.
from . import stock_picking_ability
# Accepted by stores, and how long it took.
from . import dealer_acceptance, dealer_leadtime, stock_picking_acceptance, stock_picking_service
# Returns that people of a dealer ask for.
from . import dealer_return_portal

# Other goods for those that come back.
from . import dealer_return_exchange_line, dealer_return_exchange, dealer_return_exchange_flow, dealer_return_exchange_fee, dealer_return_exchange_money
from . import dealer_return_exchange_agree
from . import sale_order_exchange, sale_order_line_exchange, stock_picking_exchange
# Goods that the carrier lost and nobody wants again; a vendor bill that a credit note takes back.
from . import res_company_lost_goods, dealer_return_lost, stock_picking_lost, account_move_postage
# Fees on accounts of their own, in the entries of the day.
from . import dealer_return_fee_account, prepaid_entry_fee_account

# Policies, complaints, and who is in charge.
from . import res_company_aftersales, dealer_assign_mixin, dealer_return_policy, dealer_return_window, dealer_return_assign, dealer_complaint
from . import dealer_return_again, dealer_return_correction
# Deposit, receipt and pick-up at the store.
from . import dealer_order_receipt, dealer_pickup, dealer_return_receipt, report_order_receipt, res_company_paper, sale_order_deposit, sale_order_pickup
from . import sale_order_paper
from . import dealer_return_pickup, dealer_settings_pickup, prepaid_account_pickup, res_company_pickup, sale_order_pickup_clock
# Goods kept from some dealers.
from . import sale_order_shield, sale_order_line_shield
from . import sale_order_discount, sale_order_line_discount, dealer_return_discount
# Figures.
from . import dealer_report_line, dealer_report_line_consumer
# Orders beyond the stock.
from . import res_company_negative, dealer_settings_negative, product_negative, sale_order_negative
# What stores could not sell.
from . import dealer_lost_sale, dealer_lost_sale_portal, res_company_lost, sale_order_lost
# Where orders come from, and who is credited with them.
from . import sale_order_source, dealer_guide, dealer_consumer_binding, dealer_attribution_rule, dealer_attribution
from . import dealer_return_attribution, res_company_attribution, sale_order_attribution
# The order book.
from . import dealer_order_register, sale_order_register
# Where goods come from.
from . import res_company_sourcing, dealer_settings_sourcing, dealer_stock_source, dealer_sourcing_rule, dealer_import_stock_source, dealer_import_orders
from . import dealer_order_source, dealer_slow_mover, sale_order_sourcing
# What stores are told.
from . import dealer_notice_template, dealer_notice, dealer_return_notice, sale_order_notice
# Other programs.
from . import dealer_api_call, dealer_api
# Who writes what on running documents.
from . import sale_order_remark, sale_order_seen, stock_move_guard, stock_picking_guard
# Pages of stores and dealers after the sale.
from . import dealer_return_store, dealer_complaint_portal
from . import dealer_return_exchange_term, dealer_return_exchange_funds, dealer_return_exchange_stock
# Pieces, credits of earlier orders, reminders.
from . import sale_order_line_pieces, sale_order_pieces, dealer_attribution_backfill
from . import dealer_notice_template_reminder, dealer_notice_reminder, res_partner_birthday
from . import prepaid_hold, stock_quant_count, stock_quant_merge, stock_quant_place, stock_move_place, dealer_cost_change_line
from . import stock_picking_transfer, stock_move_transfer, stock_move_line_transfer
# Goods of an order are reserved and moved together.
from . import sale_order_line_together, stock_move_line_together, stock_move_together, stock_picking_together, stock_quant_together, stock_rule_together
from . import sale_order_line_untaxed
# Stores order on the portal, with the methods of the API.
from . import sale_order_points
from . import sale_order_portal
from . import res_company_seldom, sale_order_seldom, delivery_carrier_usual, product_template_usual, res_company_usual, res_partner_usual

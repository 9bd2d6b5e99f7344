# after-sales
from . import test_complaint, test_exchange_tour, test_core_exchange, test_core_policy, test_core_inspection, test_return_exchange, test_return_inspection
from . import test_return_again, test_return_exchange_drift, test_return_exchange_term
# who sees what
from . import test_core_mask, test_sight_consumer, test_sight_methods, test_sight_paper, test_sight_portal, test_sight_rep, test_sight_ways_in
from . import test_core_returns, test_core_settlement, test_import_stock, test_order_api, test_order_brand, test_order_flow, test_derived, test_order_guards
from . import test_company_journey, test_order_companies, test_order_funded, test_order_method, test_order_missing
from . import test_order_rights, test_order_tour, test_order_waiting_tour, test_settlement_list
from . import test_order_funding, test_order_lock, test_order_payment, test_return, test_return_access, test_return_api, test_return_tour, test_season_journey
from . import test_better_price, test_special_price
from . import test_cancel_request, test_correction_returns, test_order_correction, test_order_gate, test_order_revoke
from . import test_order_amend, test_order_amend_paid, test_order_amend_part, test_order_amend_way, test_order_amend_rights, test_order_steps
from . import test_gl_batch, test_gl_choices, test_gl_locks
from . import test_picking_release, test_topup_effect
from . import test_return_portal
from . import test_acceptance, test_core_code128, test_leadtime, test_manifest, test_my_work, test_order_receipt, test_picking_papers, test_picking_tour
from . import test_leaver_journey, test_season_carry
from . import test_carrier_accrual, test_cost, test_true_up
from . import test_impact, test_season_bills, test_order_bearer, test_order_brake, test_order_carrier, test_order_freight, test_order_parcel, test_order_weight
from . import test_order_address, test_order_loyalty, test_order_rest, test_order_timeline
from . import test_return_bearer, test_return_lots, test_return_postage, test_return_settle
from . import test_exchange_fee, test_order_ability, test_parcel_case, test_parcel_case_tour, test_parcel_lost
from . import test_free_stock, test_parcel_price, test_together, test_upgrade
from . import test_consumer_receipt, test_core_pickup, test_late_journeys, test_order_way, test_pickup, test_pickup_clock, test_pickup_tour
from . import test_report_lines
from . import test_attribution, test_core_attribution, test_core_sourcing, test_import_orders, test_order_register, test_sourcing
from . import test_dealer_api, test_exceptions, test_notices, test_stock_transfer
from . import test_lost_sale, test_negative_sale, test_portal_aftersales, test_portal_lost_sale, test_portal_order, test_roles_proofs, test_shield
from . import test_attribution_backfill, test_notice_reminders, test_payment_tour, test_return_exchange_agree

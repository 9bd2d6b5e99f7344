"""Orders that were entered before they knew where they came from."""
from odoo import SUPERUSER_ID, api

from odoo.addons.online_offline_order.models.sale_order_rep import REP
from odoo.addons.online_offline_order.sql.upgrade import sources_of_orders


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    service = env.ref("dealer_base.group_cs_presale").all_user_ids | env.ref("dealer_base.group_cs_aftersale").all_user_ids
    sources_of_orders(cr, (env.ref(REP).all_user_ids - service).ids)

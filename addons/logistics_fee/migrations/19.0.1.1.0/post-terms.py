"""Tariff versions of the first release: weight steps, regions that are not delivered and promised days in their new shape."""
from odoo.addons.logistics_fee.sql import upgrade


def migrate(cr, version):
    upgrade.weight_steps(cr)
    upgrade.not_served(cr)
    upgrade.promises(cr)
    upgrade.lower_bounds(cr)
    upgrade.superseded(cr)
    upgrade.return_classes(cr)
    upgrade.waybill_examples(cr)

"""What guards some duty rules was written before campaigns, performance and counts were looked after; translations follow with the add-on."""
from odoo.addons.dealer_base.sql import duty_texts


def migrate(cr, version):
    duty_texts.guards_of_today(cr)

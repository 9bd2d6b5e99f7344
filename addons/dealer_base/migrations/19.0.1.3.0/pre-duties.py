"""What guards the duty rule of counts was written before a count had a second person; translations follow with the add-on."""
from odoo.addons.dealer_base.sql import duty_texts


def migrate(cr, version):
    duty_texts.guards_of_today(cr)

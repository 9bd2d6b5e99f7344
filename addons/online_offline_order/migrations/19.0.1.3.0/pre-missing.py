"""What a waiting order lacked when asked last has a name of its own; what it lacks now is no column any more."""
from odoo.addons.online_offline_order.sql import missing


def migrate(cr, version):
    missing.rename_column(cr)

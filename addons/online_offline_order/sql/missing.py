"""The column of what was missing when an order was asked last."""


def rename_column(cr):
    """Upgrade: what an order lacks is worked out when somebody looks; what it lacked when asked last keeps its column. Safe to repeat."""
    cr.execute("SELECT FROM information_schema.columns WHERE table_name = 'sale_order' AND column_name = 'missing_asked'")
    if not cr.rowcount:
        cr.execute("ALTER TABLE sale_order RENAME COLUMN missing_amount TO missing_asked")

def migrate(cr, version):
    """Companies that are there keep the rule they had: of several exclusive rules the first. New ones begin with the best for the buyer."""
    if not version:
        return
    cr.execute("ALTER TABLE res_company ADD COLUMN IF NOT EXISTS promo_exclusive varchar")
    cr.execute("UPDATE res_company SET promo_exclusive = 'first' WHERE promo_exclusive IS NULL")

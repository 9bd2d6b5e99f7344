def migrate(cr, version):
    """Priced orders say by which revision of the engine; it stands in what is kept of them."""
    cr.execute("UPDATE promo_application SET engine = COALESCE(outcome ->> 'engine', '1') WHERE engine IS NULL")

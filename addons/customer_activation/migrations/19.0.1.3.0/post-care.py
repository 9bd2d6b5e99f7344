def migrate(cr, version):
    """Count calls that were made and not followed by an order as zero: the average left them out."""
    if version:
        cr.execute("UPDATE activation_care SET repeat_rate = 0 WHERE state = 'done' AND repeat_rate IS NULL")

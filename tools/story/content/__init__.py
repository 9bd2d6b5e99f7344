"""What stands in the sheets of data/. Plain Python, no Odoo."""

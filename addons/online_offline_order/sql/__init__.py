"""SQL of this addon: texts that the ORM has no words for, each a function that gives an odoo.tools.SQL."""

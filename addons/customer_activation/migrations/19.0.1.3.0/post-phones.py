from odoo.tools import SQL


def migrate(cr, version):
    """Write the mobile phones of the funnel as 11 digits, as they are written from now on."""
    if not version:
        return
    for name in ("phone", "call_phone"):
        column = SQL.identifier(name)
        digits = SQL("regexp_replace(regexp_replace(%s, '[[:space:]()-]', '', 'g'), '^[+]86', '')", column)
        cr.execute(SQL("UPDATE activation_record SET %(column)s = %(digits)s WHERE %(digits)s ~ '^1[3-9][0-9]{9}$' AND %(column)s <> %(digits)s",
                       column=column, digits=digits))

MOBILE = "regexp_replace(regexp_replace({0}, '[[:space:]()-]', '', 'g'), '^[+]86', '')"


def migrate(cr, version):
    """Write the mobile phones of the funnel as 11 digits, as they are written from now on."""
    if version:
        for column in ("phone", "call_phone"):
            digits = MOBILE.format(column)
            cr.execute(f"UPDATE activation_record SET {column} = {digits} WHERE {digits} ~ '^1[3-9][0-9]{{9}}$' AND {column} <> {digits}")

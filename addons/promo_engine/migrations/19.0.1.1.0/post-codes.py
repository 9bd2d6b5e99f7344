def migrate(cr, version):
    """Codes of vouchers are told apart without regard to capitals: they are kept in capitals, those that would meet another one stay."""
    cr.execute(
        """UPDATE promo_voucher_batch b SET shared_code = upper(b.shared_code) WHERE b.shared_code <> upper(b.shared_code) AND NOT EXISTS (
             SELECT FROM promo_voucher_batch o WHERE o.id <> b.id AND o.company_id = b.company_id AND upper(o.shared_code) = upper(b.shared_code))""")
    cr.execute("UPDATE promo_voucher_batch SET prefix = upper(prefix) WHERE prefix <> upper(prefix)")
    cr.execute(
        """UPDATE promo_voucher v SET code = upper(v.code) WHERE v.code <> upper(v.code) AND NOT EXISTS (
             SELECT FROM promo_voucher o WHERE o.id <> v.id AND o.company_id = v.company_id AND upper(o.code) = upper(v.code))""")

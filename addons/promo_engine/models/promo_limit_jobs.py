from odoo import api, models

from ..sql import vouchers as sql


class PromoLimit(models.Model):
    """The job of the minute gives back everything that is held: counters, vouchers, points."""

    _inherit = "promo.limit"

    @api.model
    def _cron_release_expired(self):
        super()._cron_release_expired()
        self.env["promo.voucher"].flush_model()
        sql.release_expired(self.env.cr)
        self.env["promo.voucher"].invalidate_model(["state", "order_id", "reserved_until"])
        self.env["sale.order"]._promo_free_points()

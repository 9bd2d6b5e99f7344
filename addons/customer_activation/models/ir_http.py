from odoo import models
from odoo.http import request

PAGES = ("/my/", "/shop")
LANDING = ("/my/home", "/my/account", "/my/security", "/my/counters")  # the landing page asks for its counters by itself
SEEN = "activation_browsed"


class IrHttp(models.AbstractModel):
    """A portal user who opens more than the landing page has browsed."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, arguments):
        super()._pre_dispatch(rule, arguments)
        path = request.httprequest.path
        if path.startswith(PAGES) and not path.startswith(LANDING) and request.session.uid and not request.session.get(SEEN):
            if request.env.uid == request.session.uid:
                request.env.user.sudo()._note_activation_browse()  # sudo: a customer writes no activation
            request.session[SEEN] = True

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request


class Activation(http.Controller):
    """The pages behind the QR codes: a customer sets his first password, or registers with a salesperson."""

    @http.route("/activate/<string:token>", type="http", auth="public", methods=["GET", "POST"], website=True, sitemap=False)
    def activate(self, token, password=None, again=None, **_rest):
        """Show the page of an invitation, or set the password and log in as the customer."""
        invite = request.env["activation.invite"]._find(token)
        values = {"invite": invite, "error": None, "other": None if request.env.user._is_public() else request.env.user.name}
        if invite and request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    login = invite._accept(password, again)
            except (UserError, AccessError) as error:
                values["error"] = str(error)
            else:
                request.env.cr.flush()
                request.session.authenticate(request.env, {"login": login, "password": password, "type": "password"})
                return request.redirect("/my")
        return self._page("customer_activation.page_activate", values)

    @http.route("/join/<string:token>", type="http", auth="public", methods=["GET", "POST"], website=True, sitemap=False)
    def join(self, token, name=None, phone=None, store=None, **_rest):
        """Show the registration page of a salesperson's badge, or take a registration."""
        badge = request.env["activation.badge"]._find(token)
        values = {"badge": badge, "error": None, "done": None, "name": name, "phone": phone, "store": store}
        if badge and request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    values["done"] = badge._enter(name, phone, store)
            except UserError as error:
                values["error"] = str(error)
        return self._page("customer_activation.page_join", values)

    @staticmethod
    def _page(template, values):
        response = request.render(template, values)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

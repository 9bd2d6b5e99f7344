import datetime
import functools
import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ..sql import refusal

_logger = logging.getLogger(__name__)
LOOKING = ("action_open", "action_ask")  # buttons that only show something
SAME_SECONDS, PER_MINUTE = 60, 30


def watched(model_class, name):
    """Give a method that does what the model's own does, and has the refusals of it recorded."""
    @functools.wraps(getattr(model_class, name))
    def act(self, *args, **kwargs):
        try:
            return getattr(super(model_class, self), name)(*args, **kwargs)
        except AccessError as error:
            if not self.env.su and not getattr(error, "dealer_recorded", False):
                error.dealer_recorded = True
                self.env["dealer.refusal.log"]._record(self, name, error)
            raise
    return act


class DealerRefusalLog(models.Model):
    """Who tried a step with money that his role or the rule of two persons refuses (S14); never changed, never removed.

    The refusal rolls the caller's transaction back, so its record is written in a transaction of its own. What is refused because
    money or a paper is missing is daily work and is not recorded.
    """

    _name = "dealer.refusal.log"
    _description = "Refused step"
    _order = "id desc"
    _rec_name = "document"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, index=True, string="Tried by", ondelete="restrict")
    roles = fields.Char(help="The groups of the user at that moment.")
    res_model = fields.Char(required=True, index=True, string="Technical model")
    res_id = fields.Many2oneReference(model_field="res_model", string="Technical number")
    kind = fields.Char(compute="_compute_kind", string="Kind of document")
    document = fields.Char(help="Number of the document; with several at once, of the first.")
    step = fields.Char(required=True, index=True, help="The method that was called.")
    message = fields.Text(required=True, string="Refusal", help="What the user was told.")

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_kind(self):
        for line in self:
            line.kind = self.env["ir.model"]._get(line.res_model).name or line.res_model

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Refused steps are recorded by the program."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("The record of a refused step stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The record of a refused step stays as it is."))

    # -- recording

    def _register_hook(self):
        """Watch the steps of the documents; a model's own method stays what is called."""
        super()._register_hook()
        for name in self._watched_models():
            model_class = self.env.registry[name]
            for method in dir(model_class):
                if self._is_step(method) and method not in vars(model_class) and callable(getattr(model_class, method)):
                    setattr(model_class, method, watched(model_class, method))

    @api.model
    def _watched_models(self):
        """Hook: models whose refused steps are recorded. Extend: return super's set plus own ones.

        :return: set of names.
        """
        return {name for name, model in self.env.registry.items() if name.startswith("prepaid.") and not model._abstract}

    @api.model
    def _is_step(self, method):
        return method.startswith("action_") and not method.startswith(LOOKING)

    @api.model
    def _record(self, records, step, error):
        """Write one refusal in a transaction of its own; a failure to write never hides the refusal itself."""
        try:
            own = records.sudo()[:1]  # sudo: the number of the document, which the user knows already
            company = own.company_id if own and "company_id" in own._fields and own.company_id else self.env.company
            self._write_aside({
                "company_id": company.id, "user_id": self.env.uid, "res_model": records._name, "res_id": own.id, "step": step,
                "document": own.display_name if own.id else False, "message": str(error.args[0] if error.args else error),
                "roles": ", ".join(sorted(self.env.user.sudo().group_ids.mapped("full_name")))})  # sudo: names of own groups
        except Exception:
            _logger.warning("refusal of %s on %s by user %s is not recorded", step, records._name, self.env.uid, exc_info=True)

    def _write_aside(self, vals):
        """Seam that tests replace, since a test has one connection only: write in a side transaction, not too often."""
        with self.env.registry.cursor() as cr:  # committed when the block ends
            refusal.be_brief(cr)
            env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: nobody writes refusals by hand
            env["dealer.refusal.log"]._write_seldom(vals)

    def _write_seldom(self, vals):
        """Write unless the same refusal was written a moment ago, or the user has filled a page within a minute."""
        since = self.env.cr.now() - datetime.timedelta(seconds=SAME_SECONDS)
        recent = [("user_id", "=", vals["user_id"]), ("create_date", ">", since)]
        same = [(name, "=", vals[name]) for name in ("res_model", "res_id", "step")]
        if self.search_count(recent, limit=PER_MINUTE) < PER_MINUTE and not self.search_count(recent + same, limit=1):
            self.create(vals)

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class DealerFlowMixin(models.AbstractModel):
    """Documents whose state and persons are written by their buttons alone, from the first moment on.

    A caller could reach such a field at creation through a ``default_*`` key of the context, or through a default value that
    every user may store for himself. Records created without superuser rights therefore begin with the field's own default,
    whatever else is around. The model refuses explicit values itself, before it calls super.
    """

    _name = "dealer.flow.mixin"
    _inherit = "dealer.amount.mixin"
    _description = "Document with a guarded flow"

    _flow_strict = False  # whether the mixin itself refuses guarded fields in vals; models that do it with sentences of their own leave it
    _flow_fields = None  # names; by default every stored field of the model that is read-only and not computed

    @api.model
    def _guarded_fields(self):
        """Give the names of the fields that no caller's default may reach."""
        if self._flow_fields is not None:
            return self._flow_fields
        return {
            name for name, field in self._fields.items()
            if field.readonly and field.store and not field.compute and not field.related and name not in models.MAGIC_COLUMNS
        }

    def write(self, vals):
        self._refuse_closed(vals)
        return super().write(vals)

    def _refuse_closed(self, vals):
        if self.env.su or not self._flow_strict:
            return
        closed = self._closed_fields() & vals.keys()
        if closed:
            words = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(closed))
            raise AccessError(self.env._("%(fields)s: written by the buttons of the document only.", fields=words))

    def _need_state(self, *states):
        """Refuse a step that does not fit the document's state.

        :param states: the states in which the step may be taken; the sentence names the first.
        :raises UserError: naming the document, its state and the one it should have.
        """
        self.ensure_one()
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._(
                "%(name)s is in state %(now)s, not %(wanted)s: reload it, its next step is another one.",
                name=self.display_name, now=names[self.state], wanted=names[states[0]]))

    @api.model
    def _closed_fields(self):
        """Give the names of the fields that only the model's own code (as superuser) writes. Extend to open one."""
        return set(self._guarded_fields())

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            begin = {}
            for name in self._guarded_fields():
                field = self._fields[name]
                begin[name] = [] if field.type in ("one2many", "many2many") else field.default(self) if field.default else False
            if self._flow_strict:
                for vals in vals_list:
                    self._refuse_closed({name: value for name, value in vals.items() if value and name != "name" and value != begin.get(name)})
            vals_list = [{**begin, **vals} for vals in vals_list]
        return super().create(vals_list)

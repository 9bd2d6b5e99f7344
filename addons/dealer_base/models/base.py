from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.modules.module import Manifest

AUTHOR = "Dealer Commerce"


class Base(models.AbstractModel):
    """What holds for every model: exports leave a record, and what follows from other fields is not written past its formula."""

    _inherit = "base"
    _read_alone = {}  # {name: field}, see _usual_fields

    def export_data(self, fields_to_export):
        """Give the values of records as rows; see Odoo. The right is Odoo's own."""
        result = super().export_data(fields_to_export)
        names = [name if isinstance(name, str) else "/".join(name) for name in fields_to_export]
        self.env["dealer.export.log"]._note(self._name, "sheet", len(result["datas"]), names)
        return result

    @api.model
    def _seldom_fields(self):
        """Name stored fields that most requests never ask for: they are read together, by a statement of their own, once one is asked for.

        An order has two hundred columns and is read twenty times on its way to the consumer. Extend: ``return super() + (...)``.

        :return: tuple of names.
        """
        return ()

    @api.model
    def _usual_fields(self):
        """Name the stored fields of a record that most requests ask for, where they are a small part of it: they are read alone,
        and everything else as soon as another one is asked.

        A company has two hundred columns, and an order's step asks for thirty of them. Unlike ``_seldom_fields`` this says nothing about
        Odoo's own fields, which another database of the same server shares. Extend: ``return super() + (...)``.

        :return: tuple of names; one that no installed addon has is passed over.
        """
        return ()

    def _register_hook(self):
        super()._register_hook()
        for name in self._seldom_fields():
            self._fields[name].prefetch = "seldom"
        # Kept on the class: it is asked at each read.
        type(self)._read_alone = {
            name: field for name in self._usual_fields() if (field := self._fields.get(name)) and field.store and field.prefetch is True}

    def _fetch_field(self, field):
        if field.name not in self._read_alone or not self.env.context.get("prefetch_fields", True):
            return super()._fetch_field(field)
        # A field that goes with its addon is taken out of reading first: Odoo does so on the field, which may be another one by then.
        there = {name: self._fields.get(name) for name in self._read_alone}
        return self.fetch([
            name for name, one in there.items() if one is field or (one is not None and one.prefetch is True and self._has_field_access(one, "read"))])

    @api.model
    def _is_own_field(self, field):
        """Say whether a field was brought in by addons of ours alone; one of Odoo's that we extend is Odoo's."""
        return bool(field._modules) and all((Manifest.for_addon(name) or {}).get("author") == AUTHOR for name in field._modules)

    @api.model
    @tools.ormcache()
    def _derived_fields(self):
        """Name the stored fields of our addons that follow from others. Odoo lets every caller write such a column past its formula.

        :return: frozenset.
        """
        return frozenset(
            name for name, field in self._fields.items()
            if field.store and field.readonly and (field.compute or field.related) and not field.inverse and self._is_own_field(field))

    @api.model
    def _check_field_access(self, field, operation):
        """As Odoo, which asks here for the values of ``create`` and ``write`` and for the ``default_*`` keys around them.

        :raises AccessError: if the value of a field that follows from others is given by anybody but the system.
        """
        # Asked thousands of times a request, for each field of each read: no call more than Odoo makes itself.
        if not self._has_field_access(field, operation):
            super()._check_field_access(field, operation)
        if operation == "write" and not self.env.su and field.readonly and field.name in self._derived_fields():
            raise AccessError(self.env._(
                "%(field)s (%(model)s) follows from other fields; nobody writes it.",
                field=field._description_string(self.env), model=self.env["ir.model"]._get(self._name).name))

    @api.model
    def default_get(self, fields):
        """As Odoo, but no stored default of a user reaches what follows from other fields."""
        found = super().default_get(fields)
        closed = () if self.env.su or not found else self._derived_fields() & found.keys()
        return {name: value for name, value in found.items() if name not in closed} if closed else found

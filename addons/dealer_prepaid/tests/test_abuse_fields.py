"""S02: nobody writes the ledger, the state or the persons of a document by hand, whatever the role. Generated from the registry."""
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from .abuse_common import LEDGER, AbuseCommon

# fields of ledger models that people do write: the threshold of the low-balance alert (finance manager)
WRITABLE = {("prepaid.account", "low_alert"), ("prepaid.account", "message_main_attachment_id")}


@tagged("post_install", "-at_install")
class TestAbuseFields(AbuseCommon):
    def _stored(self, model):
        return {name: field for name, field in model._fields.items()
                if field.store and field.column_type and not field.related and name not in MAGIC_COLUMNS}

    def _guarded(self, model):
        """The fields that no client may set: all of a ledger model, else those that the model itself shows read-only."""
        if model._name in LEDGER:
            return {name: field for name, field in self._stored(model).items() if (model._name, name) not in WRITABLE}
        return {name: field for name, field in self._stored(model).items()
                if field.readonly and not field.compute}

    def _row(self, record, name):
        self.env.cr.execute(f'SELECT "{name}"::text FROM "{record._table}" WHERE id = %s', [record.id])
        return self.env.cr.fetchone()[0]

    @mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.orm.models")
    def test_write(self):
        """Write each guarded field of a sample of each model as each role: the stored value stays."""
        changed, tried = [], 0
        for model, sample in self.samples.items():
            for role, user in self.actors.items():
                record = sample.with_user(user)
                if not sample or sample._transient or not record.browse().has_access("write"):
                    continue
                for name, field in self._guarded(sample).items():
                    before, value, tried = self._row(sample, name), self._other(field, sample[name]), tried + 1

                    def write(record=record, name=name, value=value, before=before):
                        record.write({name: value})
                        self.env.flush_all()
                        return self._row(record, name) != before
                    if self._try(write):
                        changed.append(f"{role} writes {model}.{name}")
        self.assertEqual(changed, [])
        self.assertGreater(tried, 100)

    @mute_logger("odoo.sql_db", "odoo.orm.models")
    def test_ledger_is_closed(self):
        """Nobody creates, writes or removes a row of the ledger, the administrator included."""
        opened = []
        for model in LEDGER:
            sample = self.samples[model]
            for role, user in self.actors.items():
                record = sample.with_user(user)
                vals = self._values(record.sudo())
                if self._try(lambda record=record, vals=vals: record.browse().create(vals).id):
                    opened.append(f"{role} creates {model}")
                if self._try(lambda record=record: record.unlink()):
                    opened.append(f"{role} removes {model}")
                if self._try(lambda record=record: record.copy().id):
                    opened.append(f"{role} copies {model}")
        self.assertEqual(opened, [])

    @mute_logger("odoo.sql_db", "odoo.orm.models")
    def test_create(self):
        """Create a record of each model with a guarded field set, in the values and by a default of the context: it is not taken over."""
        taken, tried = [], 0
        for model in sorted(name for name in set(self.samples) - set(LEDGER) if not self.env[name]._transient):
            for role, user in self.actors.items():
                empty = self.env[model].with_user(user)
                if not empty.has_access("create"):
                    continue
                vals = self._values(empty.sudo())
                for name, field in self._guarded(empty).items():
                    value, tried = self._other(field, empty.sudo()[name]), tried + 1
                    if not value or field.type in ("json", "many2one_reference"):
                        continue
                    for source, how in ((empty, {**vals, name: value}), (empty.with_context(**{f"default_{name}": value}), vals)):
                        def create(source=source, how=how, name=name, value=value):
                            record = source.create(how)
                            self.env.flush_all()
                            return self._row(record, name) == self.env[record._name]._fields[name].convert_to_column(value, record)  \
                                or self._row(record, name) == str(value)
                        if self._try(create) and self._begins(empty, vals, name) != str(value):
                            taken.append(f"{role} creates {model} with {name}")
        self.assertEqual(sorted(set(taken)), [])
        self.assertGreater(tried, 20)

    def _begins(self, empty, vals, name):
        """What the field is without anybody's wish."""
        return self._try(lambda: self._row(empty.create(vals), name) or "")

from django.db import migrations


def begin(apps, schema_editor):
    head = apps.get_model("articles", "LedgerHead")
    if not head.objects.exists():
        head.objects.create(id=1, size=0, last=bytes(32), frontier=b"")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_spine")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]

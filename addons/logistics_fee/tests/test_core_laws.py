"""Laws of the tariff core on random tariffs. No Odoo, no database; hypothesis drives the seeds where it is installed."""
import json
import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

from odoo.addons.dealer_base.tests.laws import seeds
from odoo.addons.logistics_fee.tariff import (
    Band,
    Parcel,
    Quote,
    Surcharge,
    TariffSource,
    Volumetric,
    WeightRule,
    Zone,
    canonical,
    chain_of,
    check_bands,
    compile_tariff,
    dumps,
    from_json,
    loads,
    quote_tariff,
    replay,
    to_json,
    validate,
)
from odoo.addons.logistics_fee.tariff.forms.registry import with_minimum

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY = date(2026, 3, 2)
CHAIN = chain_of("510107")
RUNS = 150


def random_bands(rng):
    """A ladder without gaps whose prices never fall."""
    edges = sorted(rng.sample(range(100, 30_000, 50), rng.randint(0, 5)))
    bands, lower, base = [], 0, rng.randint(1, 500) * 10_000
    for upper in [*edges, None]:
        step = rng.choice((0, 1, 100, 500, 1_000))
        band = Band(lower, upper, base, lower, step, rng.randint(1, 300) * 1_000 if step else 0)
        bands.append(band)
        if upper is not None:
            # Sheets keep whole fen in the base; up, so that the next range never starts cheaper.
            base = -(-band.price_micro(upper) // 10_000) * 10_000 + rng.randint(0, 50) * 10_000
            lower = upper
    return tuple(bands)


def random_source(rng):
    steps = rng.choice(((), ((None, 500),), ((10_000, 100), (None, 1_000))))
    surcharges = (
        Surcharge("fuel", "percent", 10, "shipment", (("base", ("freight",)), ("rate_ppm", rng.randint(-99_999, 300_000)))),
        Surcharge("label", "fixed", 5, "shipment", (("per", "parcel"), ("value", rng.randint(1, 999) * 10_000))))
    return TariffSource(
        zones=(Zone("A", random_bands(rng), ("510000",)), Zone("B", random_bands(rng), ("510100",)), Zone("C", random_bands(rng), (), (), True)),
        not_served=("540000",),
        weight=WeightRule(steps, rng.choice(("up", "half_up")), rng.choice((0, 0, 99)), rng.choice((0, 1_000))),
        volumetric=rng.choice((None, Volumetric(6_000), Volumetric(8_000, "ratio", 1_500_000), Volumetric(5_000, "share", 0, 500_000))),
        aggregate=rng.choice(("per_parcel", "total_raw", "total_billable")),
        surcharges=rng.choice(((), surcharges)))


def random_parcels(rng):
    return tuple(
        Parcel(rng.randint(1, 40_000), rng.choice((None, (rng.randint(10, 1500), rng.randint(10, 600), rng.randint(10, 600)))))
        for _ in range(rng.randint(1, 4)))


def integers_only(value):
    if isinstance(value, (list, tuple)):
        return all(integers_only(item) for item in value)
    if isinstance(value, dict):
        return all(integers_only(item) for item in value.values())
    return not isinstance(value, float)


def ceiling(value):
    return -(-value.numerator // value.denominator)


def half_up(value):
    size = (abs(value) + Fraction(1, 2)).__floor__()
    return size if value >= 0 else -size


class Oracle:
    """The stated semantics (logistics.md 6) written down once more, with fractions of kilograms and yuan and no shared code."""

    def __init__(self, source):
        self.source = source

    def billed(self, weight, volume):
        rule, light = self.source.weight, self.source.volumetric
        kilos = Fraction(weight, 1000)
        by_volume = Fraction(volume, light.divisor * 1000) if light and volume else Fraction(0)
        if by_volume > kilos and not (light.mode == "ratio" and by_volume / kilos <= Fraction(light.ratio_ppm, 10**6)):
            kilos = kilos + (by_volume - kilos) * Fraction(light.share_ppm, 10**6) if light.mode == "share" else by_volume
        step = Fraction(next((size for upto, size in rule.steps if upto is None or kilos * 1000 <= upto), 1), 1000)
        count, over = kilos // step, kilos % step
        if over and not (count and over * 1000 <= rule.tolerance_g):
            count = (kilos / step + Fraction(1, 2)).__floor__() if rule.mode == "half_up" else count + 1
        return max(max(count, 0 if rule.min_g else 1) * step, Fraction(rule.min_g, 1000))

    def freight(self, bands, kilos):
        band = next(b for b in bands if b.upto_g is None or kilos * 1000 <= b.upto_g)
        over = kilos - Fraction(band.over_g, 1000)
        steps = ceiling(over / Fraction(band.step_g, 1000)) if band.step_g and over > 0 else 0
        return half_up((Fraction(band.base_micro, 10**6) + steps * Fraction(band.rate_micro, 10**6)) * 100)

    def total(self, parcels):
        source = self.source
        divisor = source.volumetric.divisor if source.volumetric else 1
        if source.aggregate == "total_raw" and len(parcels) > 1:
            loads = [(sum(p.weight_g for p in parcels), sum(p.volume_mm3 or p.weight_g * divisor for p in parcels))]
        else:
            loads = [(p.weight_g, p.volume_mm3) for p in parcels]
        kilos = [self.billed(*load) for load in loads]
        if source.aggregate == "total_billable":
            kilos = [sum(kilos)]
        freight = sum(self.freight(source.zones[1].bands, weight) for weight in kilos)
        extra = 0
        for surcharge in source.surcharges:
            params = dict(surcharge.params)
            if surcharge.kind == "percent":
                extra += half_up(Fraction(freight * params["rate_ppm"], 10**6))
            else:
                extra += len(parcels) * params["value"] // 10_000
        return freight + extra


class TestLaws(BaseCase):
    @seeds(RUNS)
    def test_an_independent_calculation_agrees(self, seed):
        rng = random.Random(seed)
        source, parcels = random_source(rng), random_parcels(rng)
        self.assertEqual(quote_tariff(compile_tariff(source), parcels, CHAIN, DAY).total_fen, Oracle(source).total(parcels))

    @seeds(RUNS)
    def test_total_is_the_sum_of_its_parts_and_replays(self, seed):
        rng = random.Random(seed)
        found = quote_tariff(compile_tariff(random_source(rng)), random_parcels(rng), CHAIN, DAY)
        self.assertIsInstance(found, Quote)
        self.assertEqual(sum(fen for _code, fen in found.lines), found.total_fen)
        self.assertEqual(replay(from_json(json.loads(json.dumps(to_json(found.trace))))), found.total_fen)
        self.assertTrue(integers_only(to_json(found.trace)))

    @seeds(RUNS)
    def test_price_never_falls_with_weight(self, seed):
        rng = random.Random(seed)
        source = replace(random_source(rng), surcharges=(), volumetric=None, weight=WeightRule(((None, 100),)))
        tariff = compile_tariff(source)
        weights = sorted(rng.randint(1, 60_000) for _ in range(12))
        prices = [quote_tariff(tariff, (Parcel(weight),), CHAIN, DAY).total_fen for weight in weights]
        self.assertEqual(prices, sorted(prices))

    @seeds(RUNS)
    def test_order_of_rows_does_not_matter(self, seed):
        rng = random.Random(seed)
        source = random_source(rng)
        shuffled = replace(source, zones=tuple(
            replace(zone, bands=tuple(rng.sample(zone.bands, len(zone.bands)))) for zone in rng.sample(source.zones, 3)))
        parcels = random_parcels(rng)
        self.assertEqual(dumps(source), dumps(shuffled))
        self.assertEqual(
            quote_tariff(compile_tariff(source), parcels, CHAIN, DAY),
            quote_tariff(compile_tariff(shuffled), parcels, CHAIN, DAY))

    @seeds(RUNS)
    def test_stored_text_prices_the_same(self, seed):
        rng = random.Random(seed)
        source = random_source(rng)
        again, parcels = loads(dumps(source)), random_parcels(rng)
        self.assertEqual(canonical(again), canonical(source))
        self.assertTrue(integers_only(canonical(source)))
        self.assertEqual(
            quote_tariff(compile_tariff(again), parcels, CHAIN, DAY), quote_tariff(compile_tariff(source), parcels, CHAIN, DAY))

    @seeds(RUNS)
    def test_random_ladders_have_no_errors(self, seed):
        rng = random.Random(seed)
        self.assertFalse([finding for finding in validate(random_source(rng)) if finding.level == "error"])
        bands = random_bands(rng)
        if len(bands) > 2:
            without = bands[:1] + bands[2:]
            self.assertIn("gap_in_bands", [code for _level, code, _band, _params in check_bands(without)])

    @seeds(RUNS)
    def test_minimum_is_the_larger_price(self, seed):
        rng = random.Random(seed)
        band = Band(0, rng.choice((None, 20_000)), rng.randint(0, 300) * 10_000, 0, rng.choice((1, 500, 1_000)), rng.randint(1, 900) * 1_000)
        minimum = rng.randint(0, 3_000) * 10_000
        bands = with_minimum(band, minimum)
        self.assertFalse([row for row in check_bands(bands) if row[0] == "error"])
        for weight in (1, 499, 500, 501, 5_000, 19_999, 20_000):
            price = next(part for part in bands if part.upto_g is None or weight <= part.upto_g).price_micro(weight)
            self.assertEqual(price, max(minimum, band.price_micro(weight)))

    def test_parcel_on_the_bound_stays_below(self):
        source = TariffSource(zones=(Zone("A", (Band(0, 3_000, 5_000_000), Band(3_000, None, 9_000_000)), ("510000",)),))
        tariff = compile_tariff(source)
        for weight, fen in ((2_999, 500), (3_000, 500), (3_001, 900)):
            self.assertEqual(quote_tariff(tariff, (Parcel(weight),), CHAIN, DAY).total_fen, fen)
        # 20 x 0.150 kg is 3.000 kg, not a gram more.
        self.assertEqual(
            quote_tariff(compile_tariff(replace(source, aggregate="total_raw")), (Parcel(150),) * 20, CHAIN, DAY).total_fen, 500)

    def test_exclusion_falls_to_the_next_zone(self):
        one = (Band(0, None, 5_000_000),)
        two = (Band(0, None, 7_000_000),)
        source = TariffSource(zones=(Zone("A", one, ("510000",), ("510100",)), Zone("B", two, (), (), True)))
        tariff = compile_tariff(source)
        self.assertEqual(quote_tariff(tariff, (Parcel(1),), chain_of("510107"), DAY).zone, "B")
        self.assertEqual(quote_tariff(tariff, (Parcel(1),), chain_of("510703"), DAY).zone, "A")

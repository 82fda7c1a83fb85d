"""The peer of finder.py: Splink on DuckDB with the settings of its own quick start. Run by an interpreter that has it:

    python -m venv /tmp/splink && /tmp/splink/bin/pip install splink pandas
    /tmp/splink/bin/python tests/benchmarks/finder_splink.py people.csv pairs.csv
"""

import csv
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def main(source: str, target: str) -> None:
    """Read people, train without labels, write (one, other, probability) of every predicted pair; print the seconds."""
    people = duckdb.sql(f"select * from read_csv('{source}', header=true, all_varchar=true, quote='\"')").df()
    started = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.NameComparison("first_name"), cl.NameComparison("surname"), cl.EmailComparison("email"),
                     cl.ExactMatch("phone"), cl.JaroWinklerAtThresholds("company"),
                     cl.ExactMatch("country").configure(term_frequency_adjustments=True)],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"), block_on("surname", "company"), block_on("email"), block_on("phone")])
    api = DuckDBAPI()
    linker = Linker(api.register(people) if hasattr(api, "register") else people, settings, db_api=api) \
        if not hasattr(api, "register") else Linker(api.register(people), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "company"), block_on("email")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    for rule in (block_on("first_name", "surname"), block_on("email")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    seconds = time.perf_counter() - started
    with open(target, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        for row in found.itertuples():
            writer.writerow([row.unique_id_l, row.unique_id_r, row.match_probability])
    print(f"{seconds:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])

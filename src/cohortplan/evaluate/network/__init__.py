"""The network of participants: who knows whom, who links whom, and how evenly contacts and loads are shared."""

from cohortplan.evaluate.network.bridging import MOST_PEOPLE, Roles, betweenness, brokerage, constraint
from cohortplan.evaluate.network.figures import (
    Bridge,
    NetworkFigures,
    bridges,
    full_figures,
    loads,
    network_figures,
)
from cohortplan.evaluate.network.graph import Network, acquainted, growth
from cohortplan.evaluate.network.introducing import (
    MOST_INTRODUCED,
    Introduction,
    introductions,
    kept_apart,
    next_together,
)
from cohortplan.evaluate.network.mixing import Mixing, assortativity, e_i_index, full_mixing, mixing
from cohortplan.evaluate.network.news import News, news
from cohortplan.evaluate.network.report import NetworkReport, network_report

__all__ = [
    "MOST_INTRODUCED",
    "MOST_PEOPLE",
    "Bridge",
    "Introduction",
    "Mixing",
    "Network",
    "NetworkFigures",
    "NetworkReport",
    "News",
    "Roles",
    "acquainted",
    "assortativity",
    "betweenness",
    "bridges",
    "brokerage",
    "constraint",
    "e_i_index",
    "full_figures",
    "full_mixing",
    "growth",
    "introductions",
    "kept_apart",
    "loads",
    "mixing",
    "network_figures",
    "network_report",
    "news",
    "next_together",
]

"""Families of cases for suites, and measurements that are no solves: clashes, disruptions, spreadsheets."""

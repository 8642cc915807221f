"""Contributions: log-odds as a sum of trees and a linear part, each exactly split over the features."""

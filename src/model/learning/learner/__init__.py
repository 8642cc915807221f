"""The learner: boosted trees and a logistic regression, blended and calibrated into one sum."""

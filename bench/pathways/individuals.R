# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# The rival of bench/pathways.py; written by the project, base R alone.
# Patient-level microsimulation, vectorised over people: N individuals x 30 cycles x 2 arms, memoryless Sick-Sicker.
# Usage: Rscript individuals.R [N]
n <- as.integer(c(commandArgs(TRUE), "100000")[1]); set.seed(1)
r <- -log(1 - .005); p1 <- 1 - exp(-3 * r); p2 <- 1 - exp(-10 * r)
P <- rbind(c(1 - .15 - .005, .15, 0, .005), c(.5, 1 - .5 - .105 - p1, .105, p1), c(0, 0, 1 - p2, p2), c(0, 0, 0, 1)); cum <- t(apply(P, 1, cumsum))
arm <- function(cst, utl) {
  st <- rep(1L, n); tc <- rep(cst[1], n); te <- rep(utl[1], n)
  for (t in 1:30) { u <- runif(n); k <- cum[st, ]; st <- 1L + (u > k[, 1]) + (u > k[, 2]) + (u > k[, 3]); d <- 1.03^-t; tc <- tc + d * cst[st]; te <- te + d * utl[st] }
  c(mean(tc), sd(tc) / sqrt(n), mean(te), sd(te) / sqrt(n))
}
print(rbind(arm(c(2000, 4000, 15000, 0), c(1, .75, .5, 0)), arm(c(2000, 16000, 27000, 0), c(1, .95, .5, 0))))

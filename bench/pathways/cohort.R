# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# The rival of bench/pathways.py; written by the project, base R alone.
# The same cohort PSA with all draws advanced together (vectorised over draws).  Usage: Rscript cohort.R [N]
n <- as.integer(c(commandArgs(TRUE), "10000")[1]); set.seed(1)
prob <- function(rate) 1 - exp(-rate)
hd <- rgamma(n, 20, 10000); a <- prob(rgamma(n, 30, 200)); b <- prob(rgamma(n, 60, 120)); ss <- rgamma(n, 84, 800)
h <- prob(hd); d1 <- prob(hd * rlnorm(n, log(3), .01)); d2 <- prob(hd * rlnorm(n, log(10), .02)); hb <- rlnorm(n, log(.6), .02)
cH <- rgamma(n, 100, scale = 20); c1 <- rgamma(n, 177.8, scale = 22.5); c2 <- rgamma(n, 225, scale = 66.7); cA <- rgamma(n, 73.5, scale = 163.3); cB <- rgamma(n, 86.2, scale = 150.8)
uH <- rbeta(n, 200, 3); u1 <- rbeta(n, 130, 45); u2 <- rbeta(n, 230, 230); uA <- rbeta(n, 300, 15)
res <- lapply(1:4, function(s) {
  q <- prob(ss * (if (s > 2) hb else 1)); ex <- c(0, 1, 0, 1)[s] * cA + c(0, 0, 1, 1)[s] * cB; us <- if (s %in% c(2, 4)) uA else u1
  H <- rep(1, n); S <- K <- numeric(n); co <- qa <- numeric(n)
  for (t in 0:75) {
    w <- 1.03^-t * if (t %in% c(0, 75)) .5 else 1
    co <- co + w * (H * cH + S * (c1 + ex) + K * (c2 + ex)); qa <- qa + w * (H * uH + S * us + K * u2)
    Hn <- H * (1 - h) * (1 - a) + S * (1 - d1) * b; Sn <- H * (1 - h) * a + S * (1 - d1) * (1 - b - q); K <- S * (1 - d1) * q + K * (1 - d2); H <- Hn; S <- Sn
  }
  c(mean(co), mean(qa))
})
print(do.call(rbind, res))

# Response surfaces by lm: coefficients, a1 to a5 by the delta method written out term by term,
# nested models by anova, HC3 by its definition, Cook's distances, and principal axes by eigen().
# The RSA package is not needed. Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(jsonlite); library(lavaan); library(boot) })
set.seed(20)
n <- 260
expectation <- pmin(7, pmax(1, round(4 * (4.8 + rnorm(n, 0, 1.1))) / 4))
perception <- pmin(7, pmax(1, round(4 * (2.0 + .5 * expectation + rnorm(n, 0, 1.1))) / 4))
x <- perception - 4; y <- expectation - 4
outcome <- round(4 + .55 * x - .25 * y - .35 * x^2 + .5 * x * y - .3 * y^2 + rnorm(n, 0, .6 + .12 * abs(x)), 2)
write.csv(data.frame(perception, expectation, outcome), "scores.csv", row.names = FALSE)

names_b <- c("(Intercept)", "x", "y", "I(x^2)", "x:y", "I(y^2)")
order_b <- function(v) v[names_b]
a_of <- function(b) c(a1 = b[2] + b[3], a2 = b[4] + b[5] + b[6], a3 = b[2] - b[3], a4 = b[4] - b[5] + b[6], a5 = b[4] - b[6])
a_se <- function(V) sqrt(c(V[2, 2] + V[3, 3] + 2 * V[2, 3],
  V[4, 4] + V[5, 5] + V[6, 6] + 2 * (V[4, 5] + V[4, 6] + V[5, 6]),
  V[2, 2] + V[3, 3] - 2 * V[2, 3],
  V[4, 4] + V[5, 5] + V[6, 6] + 2 * (-V[4, 5] + V[4, 6] - V[5, 6]),
  V[4, 4] + V[6, 6] - 2 * V[4, 6]))
axes_of <- function(b) {
  Q <- matrix(c(b[4], b[5] / 2, b[5] / 2, b[6]), 2)
  at <- solve(-2 * Q, b[2:3]); e <- eigen(Q)
  slope <- e$vectors[2, ] / e$vectors[1, ]
  list(x0 = at[1], y0 = at[2], z0 = unname(b[1] + b[2] * at[1] + b[3] * at[2] + at %*% Q %*% at)[1, 1], values = e$values,
       p = c(at[2] - slope[1] * at[1], slope[1], at[2] - slope[2] * at[1], slope[2]))
}
fitted_at <- function(center) {
  d <- data.frame(x = perception - center, y = expectation - center, z = outcome)
  quadratic <- lm(z ~ x + y + I(x^2) + x:y + I(y^2), d); linear <- lm(z ~ x + y, d)
  difference <- lm(z ~ I(x - y), d); alone <- lm(z ~ x, d)
  b <- unname(order_b(coef(quadratic))); V <- vcov(quadratic)[names_b, names_b]; df <- quadratic$df.residual
  X <- model.matrix(quadratic)[, names_b]; h <- hatvalues(quadratic); e <- residuals(quadratic)
  bread <- solve(crossprod(X)); H <- bread %*% crossprod(X * (e / (1 - h))) %*% bread
  robust <- function(C) { C <- rbind(C); f <- t(C %*% b) %*% solve(C %*% H %*% t(C)) %*% (C %*% b) / nrow(C); c(f, nrow(C), pf(f, nrow(C), df, lower = FALSE)) }
  line <- function(b, V) { a <- unname(a_of(b)); s <- a_se(V); t <- a / s
    list(estimate = a, se = s, t = t, p = 2 * pt(-abs(t), df), low = a - qt(.975, df) * s, high = a + qt(.975, df) * s) }
  step <- function(small, large) { f <- anova(small, large); c(summary(large)$r.squared - summary(small)$r.squared, f$F[2], f$Df[2], f$Res.Df[2], f$`Pr(>F)`[2]) }
  kept <- cooks.distance(quadratic) <= 4 / n; again <- update(quadratic, data = d[kept, ])
  ba <- unname(order_b(coef(again))); ta <- unname(a_of(ba)) / a_se(vcov(again)[names_b, names_b])
  bp <- n * summary(lm(I(e^2) ~ X[, -1]))$r.squared
  list(b = b, se = unname(sqrt(diag(V))), se_hc3 = unname(sqrt(diag(H))), lines = line(b, V), lines_hc3 = line(b, H),
    robust = list(curved = robust(diag(6)[4:6, ]), difference = robust(rbind(c(0, 1, 1, 0, 0, 0), diag(6)[4:6, ]))),
    models = list(r_squared = sapply(list(difference, alone, linear, quadratic), function(m) summary(m)$r.squared),
      adjusted = sapply(list(difference, alone, linear, quadratic), function(m) summary(m)$adj.r.squared),
      sigma = sapply(list(difference, alone, linear, quadratic), sigma),
      aic = sapply(list(difference, alone, linear, quadratic), AIC), bic = sapply(list(difference, alone, linear, quadratic), BIC)),
    steps = list(step(difference, linear), step(alone, linear), step(linear, quadratic), step(difference, quadratic), step(alone, quadratic)),
    stationary = axes_of(b), cook = max(cooks.distance(quadratic)), leverage = max(h), influential = sum(!kept),
    without = unname(a_of(ba)), p_without = 2 * pt(-abs(ta), again$df.residual), koenker = bp, fitted = unname(fitted(quadratic))[1:20])
}
half <- function(u, v) { s <- c(scale(u)) - c(scale(v)); r <- (u - v) / sqrt((var(u) + var(v)) / 2)
  list(standardised = c(sum(s > .5), sum(abs(s) <= .5), sum(s < -.5)), raw = c(sum(r > .5), sum(abs(r) <= .5), sum(r < -.5))) }

# The delta method a second time, by lavaan (its standard errors divide by n, not n - 6).
d <- data.frame(x, y, x2 = x^2, xy = x * y, y2 = y^2, z = outcome)
by_lavaan <- parameterEstimates(sem("z ~ b1*x + b2*y + b3*x2 + b4*xy + b5*y2
  a1 := b1 + b2\n a2 := b3 + b4 + b5\n a3 := b1 - b2\n a4 := b3 - b4 + b5\n a5 := b3 - b5
  X0 := (b2*b4 - 2*b1*b5)/(4*b3*b5 - b4^2)\n Y0 := (b1*b4 - 2*b2*b3)/(4*b3*b5 - b4^2)
  p11 := (b5 - b3 + sqrt((b3 - b5)^2 + b4^2))/b4\n p21 := (b5 - b3 - sqrt((b3 - b5)^2 + b4^2))/b4
  p10 := Y0 - p11*X0\n p20 := Y0 - p21*X0", d, fixed.x = TRUE, meanstructure = TRUE))
defined <- by_lavaan[by_lavaan$op == ":=", ]

# Percentile intervals of many resamples, with their Monte-Carlo errors from repeated halves.
statistic <- function(data, rows) { m <- lm.fit(cbind(1, data$x, data$y, data$x2, data$xy, data$y2)[rows, ], data$z[rows]); b <- unname(m$coefficients)
  c(a_of(b)[1:4], axes_of(b)$p, axes_of(b)$x0, axes_of(b)$y0) }
resamples <- boot(d, statistic, R = 20000)$t
ends <- apply(resamples, 2, quantile, c(.025, .975))
write_json(list(versions = list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")), boot = as.character(packageVersion("boot"))),
  file = "scores.csv", n = n, midpoint = fitted_at(4), none = fitted_at(0), mean = fitted_at(mean(c(perception, expectation))),
  discrepancies = half(perception, expectation), lavaan = list(name = defined$lhs, est = defined$est, se = defined$se),
  bootstrap = list(names = c("a1", "a2", "a3", "a4", "p10", "p11", "p20", "p21", "x0", "y0"), low = unname(ends[1, ]), high = unname(ends[2, ]), samples = 20000)),
  "surface.json", digits = NA, auto_unbox = TRUE, na = "string")

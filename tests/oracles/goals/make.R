# Goals, service levels, funnel limits: base R and survival. Writes goals.json beside this script.
# Run: Rscript tests/oracles/goals/make.R (from the repository's root)
suppressPackageStartupMessages({library(survival); library(jsonlite)})
folder <- "tests/oracles/goals"
out <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
                            survival = as.character(packageVersion("survival"))))

# Trend and drift to a later time (years).
set.seed(11)
days <- c(0, 30, 62, 90, 121, 155, 180, 214)
value <- c(14.2, 13.1, 13.9, 12.4, 12.0, 11.1, 11.4, 10.2)
time <- days / 365.25
later <- c(250, 330) / 365.25
fit <- lm(value ~ time)
shown <- predict(fit, data.frame(time = later), se.fit = TRUE)
slope <- summary(fit)$coefficients["time", ]
lengths <- diff(time); steps <- diff(value)
walk <- lm(steps ~ 0 + lengths, weights = 1 / lengths)   # random walk with drift, unequal steps
h <- later - tail(time, 1)
sigma2 <- summary(walk)$sigma^2
out$forecast <- list(
  days = days, value = value, later_days = c(250, 330),
  trend = list(mean = as.numeric(shown$fit), df = fit$df.residual,
               sd = as.numeric(sqrt(shown$se.fit^2 + shown$residual.scale^2)),
               slope = as.numeric(slope["Estimate"]), confint = as.numeric(confint(fit)["time", ])),
  drift = list(mean = tail(value, 1) + as.numeric(coef(walk)) * h,
               sd = sqrt(sigma2 * h + as.numeric(vcov(walk)) * h^2), df = walk$df.residual))

# Shares within a target with open tickets; Rothman's interval from Greenwood's variance.
set.seed(12)
n <- 90
taken <- round(rexp(n, 1 / 6), 2)
seen <- round(runif(n, 1, 30), 2)
closed <- taken <= seen
observed <- pmin(taken, seen)
curve <- survfit(Surv(observed, closed) ~ 1)
wilson <- function(p, n, level = 0.95) {
  z <- qnorm((1 + level) / 2); m <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  r <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  c(m - r, m + r)
}
within <- lapply(c(3, 8, 15), function(target) {
  at <- summary(curve, times = target)
  left <- at$surv; size <- left * (1 - left) / at$std.err^2
  list(target = target, share = 1 - left, interval = wilson(1 - left, size))
})
all_closed <- prop.test(sum(taken <= 8), n, correct = FALSE)
smallest <- function(p) min(curve$time[curve$surv <= 1 - p + 1e-12])
out$open <- list(observed = observed, closed = closed, taken = taken, within = within,
                 percentiles = sapply(c(.5, .9), smallest),
                 all_closed = list(share = as.numeric(all_closed$estimate),
                                   interval = as.numeric(all_closed$conf.int)))

# Funnel limits (Spiegelhalter 2005, A.1) and dispersion.
interpolated <- function(q, d, p) { r <- q(p); r - (d(r) - p) / (d(r) - d(r - 1)) }
sizes <- c(12, 50, 333); theta <- 0.13; lambda <- 0.02
limits <- function(p) list(
  share = sapply(sizes, function(n) max(interpolated(function(p) qbinom(p, n, theta), function(r) pbinom(r, n, theta), p), 0) / n),
  rate = sapply(sizes * 40, function(n) max(interpolated(function(p) qpois(p, n * lambda), function(r) ppois(r, n * lambda), p), 0) / (n * 1)))
out$limits <- list(sizes = sizes, theta = theta, lambda = lambda,
                   low = limits(.025), high = limits(.975), far_low = limits(.001), far_high = limits(.999))
events <- c(9, 22, 41, 17, 60, 5, 33, 28, 12, 71, 19, 44); n <- c(80, 150, 300, 160, 310, 70, 240, 120, 95, 410, 200, 260)
p0 <- sum(events) / sum(n); se <- sqrt(p0 * (1 - p0) / n); z <- (events / n - p0) / se
edges <- quantile(z, c(.1, .9)); zw <- pmin(pmax(z, edges[1]), edges[2])
# Pulling in shrinks the mean square of normal z's to kept; spread is the variance of that mean square
# over kept^2, times k, from its influence function.
edge <- qnorm(.9); density <- 2 * dnorm(edge)
kept <- integrate(function(x) pmin(x^2, edge^2) * 2 * dnorm(x), 0, edge, rel.tol = 1e-12)$value + edge^2 * .2
influence <- function(x) pmin(x^2, edge^2) - kept + .2 * 2 * edge * (.8 - (x <= edge)) / density
inner <- integrate(function(x) influence(x)^2 * 2 * dnorm(x), 0, edge, rel.tol = 1e-12)$value
spread <- (inner + influence(2 * edge)^2 * .2) / kept^2
phi <- mean(zw^2) / kept; k <- length(n); w <- 1 / se^2
df <- 2 * (k - 1)^2 / (k * spread)
tau2 <- max(k * phi - (k - 1), 0) / (sum(w) - sum(w^2) / sum(w))
out$dispersion <- list(events = events, n = n, phi = phi, tau = sqrt(tau2),
                       p = pchisq(df * k * phi / (k - 1), df, lower.tail = FALSE),
                       as_funnelplotr = mean(zw^2),
                       low_95 = p0 - qnorm(.975) * sqrt(se^2 + tau2))

# Neighbouring residuals of a line: mean and variance of their correlation for independent errors,
# from the residual maker (Durbin & Watson 1950).
at <- c(0, 31, 59, 90, 120, 181, 212, 243); X <- cbind(1, at); m <- length(at)
M <- diag(m) - X %*% solve(crossprod(X), t(X))
A <- matrix(0, m, m); A[abs(row(A) - col(A)) == 1] <- .5
MA <- M %*% A; free <- m - 2; first <- sum(diag(MA)); second <- sum(diag(MA %*% MA))
y <- c(14, 13.4, 13.9, 12.1, 12.6, 11.0, 11.3, 10.2); e <- resid(lm(y ~ at))
r <- sum(e[-1] * e[-m]) / sum(e^2)
out$neighbours <- list(at = at, value = y, r = r, p = pnorm(r, first / free,
  sqrt(2 * (second - first^2 / free) / (free * (free + 2))), lower.tail = FALSE))

# Burn rate: ratio of sums over days (Cochran 1977, eq. 2.39 without fpc) as an intercept-free fit's
# residual variance.
bad <- c(0, 0, 12, 3, 0, 40, 0, 7, 0, 1); total <- c(1440, 1440, 1400, 1440, 900, 1440, 1440, 1440, 1300, 1440)
r <- sum(bad) / sum(total); m <- length(bad)
out$burn <- list(bad = bad, total = total, target = 0.995, rate = r / .005,
  reach = qt(.975, m - 1) * sqrt(m * var(bad - r * total)) / sum(total) / .005)
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = 1), file.path(folder, "goals.json"))

# Queues recomputed another way: balance equations of the birth-death chain solved as a linear
# system (stats::solve), waits by its numbers; Erlang's B by the Poisson distribution.
# Run in this folder: Rscript make.R
library(jsonlite)
cases <- list(
  list(arrivals = 2, service = 20, servers = 1), list(arrivals = 2, service = 20, servers = 2),
  list(arrivals = 30, service = 5, servers = 3), list(arrivals = 57, service = 9.5, servers = 10),
  list(arrivals = 240, service = 6, servers = 30), list(arrivals = 0.5, service = 1, servers = 4))
limited <- list(
  list(arrivals = 30, service = 5, servers = 2, capacity = 5),
  list(arrivals = 30, service = 5, servers = 3, capacity = 3),
  list(arrivals = 60, service = 4, servers = 2, capacity = 12),
  list(arrivals = 12, service = 10, servers = 1, capacity = 4))

stationary <- function(lambda, mu, c, K) {
  n <- K + 1
  Q <- matrix(0, n, n)
  for (k in 0:K) {
    if (k < K) Q[k + 1, k + 2] <- lambda
    if (k > 0) Q[k + 1, k] <- min(k, c) * mu
  }
  diag(Q) <- -rowSums(Q)
  A <- rbind(t(Q)[-1, ], rep(1, n))
  solve(A, c(rep(0, n - 1), 1))
}

one <- function(x) {
  lambda <- x$arrivals / 60; mu <- 1 / x$service; a <- lambda / mu; s <- x$servers
  B <- dpois(s, a) / ppois(s, a)
  C <- B / (1 - a / s * (1 - B))
  p <- stationary(lambda, mu, s, s + 400)   # the tail beyond is below 1e-15 at these loads
  n <- seq_along(p) - 1
  Lq <- sum(p * pmax(n - s, 0)); L <- sum(p * n)
  t <- 7
  # a customer who finds n >= s waits for n - s + 1 departures: a gamma distribution
  late <- sum(p[n >= s] * pgamma(t, shape = n[n >= s] - s + 1, rate = s * mu, lower.tail = FALSE))
  c(x, list(chance_of_waiting = sum(p[n >= s]), erlang_c = C, erlang_b = B, queue_length = Lq,
            in_system = L, wait = Lq / lambda, time_in_system = L / lambda, empty = p[1],
            within_7 = 1 - late))
}

room <- function(x) {
  lambda <- x$arrivals / 60; mu <- 1 / x$service; s <- x$servers; K <- x$capacity
  p <- stationary(lambda, mu, s, K)
  n <- 0:K
  into <- p[n < K] / (1 - p[K + 1]); m <- n[n < K]
  busy <- m >= s
  late <- sum(into[busy] * pgamma(7, shape = m[busy] - s + 1, rate = s * mu, lower.tail = FALSE))
  served <- lambda * (1 - p[K + 1])
  c(x, list(turned_away = p[K + 1], empty = p[1], queue_length = sum(p * pmax(n - s, 0)),
            in_system = sum(p * n), wait = sum(p * pmax(n - s, 0)) / served,
            time_in_system = sum(p * n) / served, within_7 = 1 - late,
            chance_of_waiting = sum(into[busy]), utilisation = served / (s * mu)))
}

out <- list(R = R.version.string, packages = list(stats = as.character(packageVersion("stats")),
            jsonlite = as.character(packageVersion("jsonlite"))),
            unlimited = lapply(cases, one), limited = lapply(limited, room))
write_json(out, "queues.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)

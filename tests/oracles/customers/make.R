# Segments, logit, survival and forecasts of the shop, by R. Run in this folder: Rscript make.R
library(jsonlite)
library(cluster)
library(mclust)
library(survival)
shop <- "../../../datasets/shop/"
versions <- list(R = R.version.string)
for (p in c("cluster", "mclust", "survival")) versions[[p]] <- as.character(packageVersion(p))

# Segments
set.seed(1)
k <- unique(read.csv(paste0(shop, "customers.csv")))
x <- with(k, cbind(log(visits), conversion, log(repurchase_days), chatbot_share))
z <- apply(x, 2, function(v) (v - mean(v)) / sqrt(mean((v - mean(v))^2)))
within <- sil <- numeric(0)
for (g in 1:5) {
  km <- kmeans(z, g, nstart = 100, iter.max = 200)
  within[g] <- km$tot.withinss
  sil[g] <- if (g > 1) mean(silhouette(km$cluster, dist(z))[, 3]) else NA
}
gap <- clusGap(z, function(x, k) kmeans(x, k, nstart = 5, iter.max = 200), K.max = 5, B = 200,
               d.power = 2, spaceH0 = "scaledPCA", verbose = FALSE)$Tab
vvi <- lapply(1:3, function(g) Mclust(z, G = g, modelNames = "VVI",
  control = emControl(tol = c(1e-12, 1e-12)), verbose = FALSE))
segments <- list(
  within = within, silhouette = sil, gap = gap[, "gap"], gap_se = gap[, "SE.sim"],
  loglik = sapply(vvi, function(m) m$loglik), npar = sapply(vvi, function(m) m$df),
  bic = sapply(vvi, function(m) -m$bic)
)

# Logit
full <- na.omit(k[, c("churned", "efficiency", "availability", "fulfilment", "privacy",
                      "late_deliveries", "tenure_months")])
m <- glm(churned ~ ., binomial, full, control = glm.control(epsilon = 1e-14, maxit = 100))
p <- fitted(m); y <- full$churned
placed <- outer(p[y == 1], p[y == 0], function(a, b) (a > b) + 0.5 * (a == b))
auc <- mean(placed)
v <- var(rowMeans(placed)) / sum(y == 1) + var(colMeans(placed)) / sum(y == 0)
q <- plogis(0.7 * qlogis(p) + 0.2)
line <- glm(y ~ qlogis(q), binomial, control = glm.control(epsilon = 1e-14))
churn <- list(n = nrow(full), b = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), auc = auc,
              auc_se = sqrt(v), brier = mean((y - p)^2),
              slope = unname(coef(line)[2]), slope_se = unname(sqrt(vcov(line)[2, 2])))

# Faults
l <- na.omit(read.csv(paste0(shop, "lockers.csv")))
km <- survfit(Surv(days, fault) ~ 1, l)
at <- c(30, 90, 180, 270)
s <- summary(km, times = at)
rows <- do.call(rbind, lapply(seq_len(nrow(l)), function(i) {
  n <- if (l$fault[i]) ceiling(l$days[i] / 15) else floor(l$days[i] / 15)
  if (n == 0) return(NULL)
  data.frame(locker = l$locker[i], t = log((seq_len(n) - 0.5) * 15), outdoor = l$outdoor[i],
             uses = l$uses[i], age = l$age[i],
             y = as.numeric(seq_len(n) == n & l$fault[i] == 1))
}))
h <- glm(y ~ t + outdoor + uses + age, binomial, rows, control = glm.control(epsilon = 1e-14))
X <- model.matrix(h); r <- rows$y - fitted(h)
meat <- rowsum(X * r, rows$locker); G <- nrow(meat); N <- nrow(X)
V <- vcov(h) %*% crossprod(meat) %*% vcov(h) * G / (G - 1) * (N - 1) / (N - ncol(X))
cox <- coxph(Surv(days, fault) ~ outdoor + uses + age, l, cluster = locker)
faults <- list(times = at, without = s$surv, low = s$lower, high = s$upper, rows = N,
               b = unname(coef(h)), se = unname(sqrt(diag(V))),
               cox = unname(coef(cox)), cox_se = unname(sqrt(diag(vcov(cox)))))

# Demand
d <- read.csv(paste0(shop, "demand.csv")); d$week <- as.Date(d$week)
w <- seq(min(d$week), max(d$week), by = 7)
o <- approx(d$week, d$orders, w)$y
e <- d$promotion[match(w, d$week)]; e[is.na(e)] <- 0
n <- length(w); t <- 0:(n - 1 + 8); u <- 2 * pi * t / 52
X <- cbind(c(e, rep(0, 8)), sin(u), cos(u), sin(2 * u), cos(2 * u), t / n)
a <- arima(log(o), c(1, 0, 0), xreg = X[1:n, ], method = "ML", optim.control = list(reltol = 1e-15))
f <- predict(a, 8, newxreg = X[n + 1:8, ])
demand <- list(b = unname(coef(a)), ar_first = TRUE, forecast = as.numeric(f$pred),
               se = as.numeric(f$se), effect_se = unname(sqrt(a$var.coef[3, 3])))

write(toJSON(list(versions = versions, segments = segments, churn = churn, faults = faults,
                  demand = demand), digits = NA, auto_unbox = TRUE, pretty = TRUE), "shop.json")

# psych::fa on the shared answers. Run in this folder: Rscript make.R
# One file a case and extraction, every rotation inside. psych's principal axis normally stops after
# 50 steps or a change of .001; here it goes on to convergence. psych calls stats::varimax, which stops at a
# relative change of 1e-5, some 1e-3 away from the optimum; "varimax_exact" and "promax_exact" go on.
library(psych); library(GPArotation); library(jsonlite)

cases <- list(survey = 5, small = 3, bfi = 5)
rotations <- c("none", "oblimin", "varimax", "promax", "quartimax", "geominQ")
plain <- function(x) unclass(unname(as.matrix(x)))

# eps goes to the gradient projection of oblimin, quartimax and geomin
one <- function(x, m, fm, rotate) {
  extra <- if (rotate %in% c("oblimin", "quartimax", "geominQ")) list(eps = 1e-8, maxit = 20000) else list()
  f <- suppressWarnings(do.call(fa, c(list(x, m, fm = fm, rotate = rotate, scores = "regression",
        min.err = 1e-10, max.iter = 50000), extra)))
  phi <- if (is.null(f$Phi)) diag(m) else f$Phi
  list(loadings = plain(f$loadings), phi = plain(phi), structure = plain(f$Structure),
       communalities = unname(f$communality), uniquenesses = unname(f$uniquenesses),
       complexity = unname(f$complexity), variance = plain(f$Vaccounted),
       chisq = f$STATISTIC, df = f$dof, pvalue = f$PVAL, rmsea = unname(f$RMSEA[1:3]),
       tli = f$TLI, rmsr = f$rms, bic = f$BIC, objective = f$objective,
       null_chisq = f$null.chisq, null_df = f$null.dof, values = f$values,
       scores = plain(f$scores[1:5, , drop = FALSE]))
}

# varimax of loadings with unit communality, and psych's promax of it (power 4), to convergence
exact <- function(x, m, fm) {
  A <- plain(suppressWarnings(fa(x, m, fm = fm, rotate = "none", min.err = 1e-10, max.iter = 50000))$loadings)
  v <- plain(varimax(A, eps = 1e-15)$loadings)
  h <- sqrt(rowSums(A^2))
  B <- v / h
  U <- lm.fit(B, B * abs(B)^3)$coefficients
  U <- U %*% diag(sqrt(diag(solve(t(U) %*% U))))
  ui <- solve(U)
  list(varimax_exact = list(loadings = v, phi = diag(m)),
       promax_exact = list(loadings = plain(B %*% U) * h, phi = plain(ui %*% t(ui))))
}

versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")),
                 GPArotation = as.character(packageVersion("GPArotation")))
for (case in names(cases)) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  for (fm in c("minres", "ml", "pa")) {
    results <- lapply(setNames(rotations, rotations), function(r) one(x, cases[[case]], fm, r))
    write_json(list(versions = versions, n = nrow(x), factors = cases[[case]], rotations = results,
                    exact = exact(x, cases[[case]], fm)),
               paste0(case, "_", fm, ".json"), digits = NA, auto_unbox = TRUE)
  }
}

h <- as.matrix(read.csv(file.path("..", "answers", "heywood.csv")))
heywood <- lapply(setNames(c("minres", "ml"), c("minres", "ml")), function(fm) {
  f <- suppressWarnings(fa(h, 2, n.obs = 70, fm = fm, rotate = "none"))
  list(communalities = unname(f$communality), chisq = f$STATISTIC, df = f$dof)
})
write_json(c(list(versions = versions), heywood), "heywood.json", digits = NA, auto_unbox = TRUE)

# What is done with given loadings: scores by psych::factor.scores, rotations by GPArotation to a
# gradient of 1e-10, the hierarchical solution by psych::schmid; components by psych::principal.
design <- rep(1:5, c(4, 5, 4, 4, 5))                      # survey's items by dimension
x <- read.csv(file.path("..", "answers", "survey.csv")); R <- cor(x)
f <- suppressWarnings(fa(x, 5, fm = "minres", rotate = "oblimin"))
scored <- lapply(c(regression = "Thurstone", bartlett = "Bartlett", tenberge = "tenBerge"), function(m) {
  s <- factor.scores(x, unclass(f$loadings), f$Phi, method = m)
  list(weights = plain(s$weights), scores = plain(s$scores[1:5, ]), r2 = unname(s$R2), r_scores = plain(s$r.scores))
})
A <- plain(fa(R, 5, n.obs = nrow(x), fm = "ml", rotate = "none")$loadings)
free <- matrix(0, 22, 5); free[cbind(1:22, design)] <- NA
full <- matrix(0, 22, 5); full[cbind(1:22, design)] <- 0.6
W <- ifelse(is.na(free), 0, 1); zeros <- matrix(0, 22, 5)
tight <- list(eps = 1e-10, maxit = 20000)
# the same start for both: the rotation of A that comes closest to the design
s <- svd(t(A) %*% ifelse(is.na(free), 1, 0)); near <- s$u %*% t(s$v)
turn <- function(f, ...) { g <- do.call(f, c(list(A, Tmat = near, ...), tight))
  list(loadings = plain(g$loadings), phi = if (is.null(g$Phi)) diag(5) else plain(g$Phi),
       value = unname(g$Table[nrow(g$Table), 2])) }
rotated <- list(
  target_full = turn(targetQ, Target = full), target_full_orthogonal = turn(targetT, Target = full),
  target_free = turn(pstQ, W = W, Target = zeros), target_free_orthogonal = turn(pstT, W = W, Target = zeros),
  quartimax = turn(quartimax), equamax = turn(cfT, kappa = 5 / 44), geomin_orthogonal = turn(geominT),
  geomin = turn(geominQ), oblimin = turn(oblimin), quartimin = turn(quartimin), bifactor = turn(bifactorT),
  oblimin_normalized = turn(oblimin, normalize = TRUE), geomin_normalized = turn(geominQ, normalize = TRUE))
sl <- suppressWarnings(schmid(R, 5, fm = "minres", rotate = "oblimin", n.obs = nrow(x)))
components <- lapply(setNames(nm = c("none", "varimax", "oblimin")), function(r) {
  g <- do.call(principal, c(list(x, 5, rotate = r), list(oblimin = tight, none = list(), varimax = list(eps = 1e-15))[[r]]))
  list(loadings = plain(g$loadings), communalities = unname(g$communality), rmsr = g$rms,
       weights = plain(g$weights), phi = if (is.null(g$Phi)) diag(5) else plain(g$Phi))
})
write_json(list(versions = versions, oblimin = list(loadings = plain(f$loadings), phi = plain(f$Phi), r2 = unname(f$R2)),
                scores = scored, unrotated = A, free = free, full = full, rotated = rotated,
                schmid = list(table = plain(sl$sl), names = colnames(sl$sl)), components = components,
                sabic = f$SABIC, congruence = diag(plain(factor.congruence(f, ifelse(is.na(free), 1, 0))))),
           "survey_more.json", digits = NA, auto_unbox = TRUE, na = "null")

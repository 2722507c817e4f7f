* full: reads, labels and scores the answers.
* Set the path of the file below. Its columns must stand in this order.
SET DECIMAL=DOT.
GET DATA
  /TYPE=TXT
  /FILE='answers.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELCASE=LINE
  /FIRSTCASE=2
  /DELIMITERS=','
  /QUALIFIER='"'
  /VARIABLES=
    E1 F8.0
    E2 F8.0
    E3 F8.0
    E_EFF1 F8.0
    E_EFF2 F8.0
    P1 F8.0
    P2 F8.0
    P3 F8.0
    P_EFF1 F8.0
    check_1 F8.0
    P_EFF2 F8.0
    points_looks F8.0
    points_speed F8.0
    loyalty F8.0
    spent F12.4
    gender A9
    age F12.4
    remark A2000
    respondent A64
    started A64
    submitted A64
    seconds F10.1
    language A64.
VARIABLE LABELS
  E1 'An excellent bank is clean.'
  E2 'An excellent bank is dirty.'
  E3 'An excellent bank =HYPERLINK("http://x") <b>''a''</b> & $P1 [[Block:x]] \ */ </script> `1`.'
  E_EFF1 'An excellent bank is fast.'
  E_EFF2 'An excellent bank is prompt.'
  P1 'This bank is clean.'
  P2 'This bank is dirty.'
  P3 'This bank =HYPERLINK("http://x") <b>''a''</b> & $P1 [[Block:x]] \ */ </script> `1`.'
  P_EFF1 'This bank is fast.'
  check_1 'To show that you are reading, please choose 3 here.'
  P_EFF2 'This bank is prompt.'
  points_looks 'How it looks.'
  points_speed 'How fast it is.'
  loyalty 'Would you come back?'
  spent 'Money spent'
  gender 'Your gender'
  age 'Your age'
  remark 'Remarks?'
  respondent 'Random word for this respondent, drawn by the form'
  started 'When the form was begun (ISO 8601, UTC)'
  submitted 'When the form was handed in (ISO 8601, UTC)'
  seconds 'Time spent on the form, in seconds'
  language 'Language of the form (BCP 47 tag)'.
VALUE LABELS
  E1 E2 E3 P1 P2 P3 check_1
    1 'Disagree'
    5 'Agree'
  /
  E_EFF1 E_EFF2 P_EFF1 P_EFF2
    1 'Never'
    5 'Always'
  /
  loyalty
    0 'lowest'
    10 'highest'
  /
  gender
    'f' 'Woman'
    'm' 'Man'
    'no_answer' '=HYPERLINK("http://x") <b>''a''</b> & $P1 [[Block:x]] \ */ </script> `1`'.
VARIABLE LEVEL
  E1 E2 E3 E_EFF1 E_EFF2 P1 P2 P3 P_EFF1 check_1 P_EFF2 loyalty (ORDINAL).
MISSING VALUES
  E1 E2 E3 E_EFF1 E_EFF2 P1 P2 P3 P_EFF1 check_1 P_EFF2
  (-9, 99).
COMPUTE E2_r = 6 - E2.
VARIABLE LABELS E2_r 'E2, turned'.
COMPUTE mean_E_looks = MEAN.2(E1, E2_r, E3).
VARIABLE LABELS mean_E_looks 'Looks (expectation)'.
COMPUTE P2_r = 6 - P2.
VARIABLE LABELS P2_r 'P2, turned'.
COMPUTE mean_P_looks = MEAN.2(P1, P2_r, P3).
VARIABLE LABELS mean_P_looks 'Looks (perception)'.
COMPUTE gap_looks = mean_P_looks - mean_E_looks.
VARIABLE LABELS gap_looks 'Looks: P - E'.
COMPUTE mean_E_speed = MEAN.1(E_EFF1, E_EFF2).
VARIABLE LABELS mean_E_speed 'Speed (expectation)'.
COMPUTE mean_P_speed = MEAN.1(P_EFF1, P_EFF2).
VARIABLE LABELS mean_P_speed 'Speed (perception)'.
COMPUTE gap_speed = mean_P_speed - mean_E_speed.
VARIABLE LABELS gap_speed 'Speed: P - E'.
EXECUTE.

//! The server as a browser meets it: a case from start to file without a script, cases that are kept, who means harm, and
//! a program that is killed.

mod flow;
mod hostile;
mod killed;
mod site;

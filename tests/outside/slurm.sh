#!/usr/bin/env bash
# A job array on Slurm, on this machine: 200 shards in 50 tasks, one task killed and resubmitted, a merge that waits for
# all of them, and the result of one run. It installs slurm-wlm and munge of Debian, starts them for itself and stops
# them again. It has to run as root on Debian or Ubuntu. MKBA names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
MKBA=$(the_program)
[ "$(id -u)" = 0 ] || { echo "this test starts Slurm and has to run as root"; exit 1; }
need slurmctld slurm-wlm
need munged munge

place="$(mktemp -d)"
chmod 755 "$place"
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$place"
}
trap finish EXIT

# Munge: who calls is who it says it is.
mkdir -p "$place/munge" "$place/state" "$place/spool"
head -c 128 /dev/urandom > "$place/munge/munge.key"
chmod 700 "$place/munge"; chmod 600 "$place/munge/munge.key"
munged --foreground --force --key-file="$place/munge/munge.key" --socket="$place/munge.socket" \
    --pid-file="$place/munge/pid" --log-file="$place/munge/log" --seed-file="$place/munge/seed" > /dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do [ -S "$place/munge.socket" ] && break; sleep 0.1; done
[ -S "$place/munge.socket" ] || { echo "munge did not start: $(cat "$place/munge/log" 2> /dev/null)"; exit 1; }

host="$(hostname -s)"
cpus="$(nproc)"
cat > "$place/slurm.conf" << CONF
ClusterName=mkba
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17817
SlurmdPort=17818
AuthType=auth/munge
AuthInfo=socket=$place/munge.socket
CredType=cred/munge
SlurmUser=root
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=2,sched_min_interval=200000,batch_sched_delay=0,defer_batch
MinJobAge=300
MaxArraySize=1001
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
CONF
export SLURM_CONF="$place/slurm.conf"
slurmctld -D > /dev/null 2>&1 & pids+=($!)
slurmd -D > /dev/null 2>&1 & pids+=($!)
for _ in $(seq 100); do sinfo -h -o %T 2> /dev/null | grep -q idle && break; sleep 0.2; done
sinfo -h -o %T 2> /dev/null | grep -q idle || {
    echo "Slurm did not start:"; tail -5 "$place/slurmctld.log" "$place/slurmd.log"; exit 1; }

# What `docs/cluster.md` tells: a plan, an array of tasks with several shards each, a merge that waits.
shards=200 tasks=50
each=$((shards / tasks))
job="$PWD/docs/example/example.toml --draws 1600 --households 5 --lang nl"
"$MKBA" shard plan $job --shards $shards --out "$place/job" --quiet
cat > "$place/task.sh" << TASK
#!/bin/bash
first=\$((SLURM_ARRAY_TASK_ID * $each))
# The task that is to be killed has not done its work when that happens.
[ "\$SLURM_ARRAY_TASK_ID" != 7 ] || [ -e "$place/again" ] || sleep 600
exec "$MKBA" shard run "$place/job" --index \$first-\$((first + $each - 1)) --threads 1 --quiet
TASK
cat > "$place/merge.sh" << MERGE
#!/bin/bash
exec "$MKBA" shard merge "$place/job" --out "$place/merged" --quiet --lang nl
MERGE
submit() { sbatch --parsable --chdir="$place" --output=/dev/null --cpus-per-task=1 "$@"; }
array="$(submit --array=0-$((tasks - 1)) "$place/task.sh")"

# One task is killed while it is at work.
for _ in $(seq 300); do
    [ "$(squeue -h -j "${array}_7" -o %T 2> /dev/null)" = RUNNING ] && break
    sleep 0.2
done
scancel --signal=KILL --full "${array}_7" || scancel "${array}_7"
for _ in $(seq 600); do [ -z "$(squeue -h -j "$array" -o %i 2> /dev/null)" ] && break; sleep 0.2; done
code=0
missing="$("$MKBA" shard merge "$place/job" --quiet)" || code=$?
first=$((7 * each))
[ "$code" = 3 ] && [ "$missing" = "$first-$((first + each - 1))" ] || {
    echo "after the kill: code $code, missing '$missing'"; squeue; ls "$place/job" | wc -l; exit 1; }
echo "killed: task 7 of $tasks; missing shards: $missing"

# Resubmitted, with the merge behind it.
touch "$place/again"
again="$(submit --array=7 "$place/task.sh")"
merge="$(submit --dependency="afterok:$again" "$place/merge.sh")"
for _ in $(seq 600); do [ -z "$(squeue -h -j "$again,$merge" -o %i 2> /dev/null)" ] && break; sleep 0.2; done
[ -d "$place/merged" ] || { echo "the merge gave nothing"; squeue; tail -5 "$place/slurmctld.log"; exit 1; }

"$MKBA" run $job --out "$place/whole" --quiet
for name in result.json ledger.csv draws.csv measures.csv distribution.svg; do
    cmp "$place/whole/$name" "$place/merged/$name" || { echo "$name differs"; exit 1; }
done
echo "$shards shards in $tasks tasks of Slurm $(slurmctld -V | cut -d ' ' -f 2), one killed: the same bytes as one run; $(sha256sum < "$place/merged/result.json" | cut -c 1-16)"

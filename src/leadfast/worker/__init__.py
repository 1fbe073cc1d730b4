"""Runs the sweeps: the timetable, the engine, heartbeats and gauges."""

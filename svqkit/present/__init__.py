"""What people see: pictures, reports and widgets."""
